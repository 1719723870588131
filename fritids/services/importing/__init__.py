"""Taking in a branch's existing stock and borrowers from a file. `Importer` is in `importer`; nothing is imported here."""
