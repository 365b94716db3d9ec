"""Widgets that several pages share; a form names them as promoted widgets by their module."""
