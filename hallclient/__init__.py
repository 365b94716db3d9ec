"""hallclient, the desk of a telecom business hall (营业厅)."""

__version__ = "0.1.0"
