"""A lab of real services on loopback addresses of its own: a Samba AD domain controller and a Kerberos photo site.

``running_lab()`` starts it and cleans up after it; ``Lab`` is what tests ask; ``python -m tests.lab`` keeps one up.
"""

from __future__ import annotations

from tests.lab.lab import Lab, running_lab
from tests.lab.needs import missing_needs
from tests.lab.processes import LabError

__all__ = ["Lab", "LabError", "missing_needs", "running_lab"]
