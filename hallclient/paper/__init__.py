"""PDF documents and the print spooler."""
