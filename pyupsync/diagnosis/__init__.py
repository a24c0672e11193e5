"""Why a picture is missing: what logs, events, the farm and the directory say, judged. Nothing is opened here."""
