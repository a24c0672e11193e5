"""Photos: who is who, what a picture must be, what has to change, and the pipeline that does it."""
