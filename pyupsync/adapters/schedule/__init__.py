"""Schedulers: systemd, Windows' Task Scheduler, and folders that stand for either."""
