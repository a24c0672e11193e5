"""Runs that nobody watches: their lock, their logs, their metrics."""
