"""What is kept between runs: a SQLite file, or this process's memory."""
