"""One file for each business."""
