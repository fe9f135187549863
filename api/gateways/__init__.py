"""Gateways: what the field already says in words of its own, said again in the words of the wire."""
