"""Recognition: the image of a page becomes words with their places, by Tesseract."""
