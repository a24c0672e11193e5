"""Security descriptors: what is read is also written back, judged, shown and added to."""
