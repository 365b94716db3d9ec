"""The demo hall on a tour through every page, photographed."""
