"""The words of the command line, one file a command; `api.__main__` lists them."""
