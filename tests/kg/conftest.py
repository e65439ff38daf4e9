"""What the tests of the graph share."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # also in worker processes, which get the path of their parent
