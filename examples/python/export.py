"""Export pictures and print what needs a person's attention.

Usage: python export.py PROFILES PHOTOS DIRECTORY
For example: python export.py csv:people.csv http "ldaps://dc1.corp.contoso.com/OU=Staff,DC=corp,DC=contoso,DC=com"
"""

import sys
from collections import Counter

from pyupsync import PhotoJob, UpSyncError, export_photos


def main(profiles: str, photos: str, directory: str) -> int:
    counts: Counter[str] = Counter()
    try:
        job = PhotoJob(profiles=profiles, photos=photos, directory=directory)
        for outcome in export_photos(job):
            counts[outcome.status] += 1
            if outcome.status == "failed":
                print(f"{outcome.subject}: {outcome.reason} {outcome.advice}")
    except UpSyncError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(", ".join(f"{number} {status}" for status, number in sorted(counts.items())))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
