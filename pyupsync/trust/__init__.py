"""The trust store: certificates are read, ordered, judged, planned and verified here; nothing here opens anything."""
