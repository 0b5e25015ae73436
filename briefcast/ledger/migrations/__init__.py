"""Migrations of the ledger's tables, run by ``open_ledger``."""
