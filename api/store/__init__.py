"""The books: everything the twin keeps, in one database with one writer."""
