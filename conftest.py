"""For every test run: notebooks (run by nbval) must not wait for a kernel that has overlooked a request."""

import queue
import time

from nbval.kernel import RunningKernel

NUDGE_EVERY = 3  # seconds
_get_message = RunningKernel.get_message


def _get_message_and_nudge(self, stream, timeout=None):
    """As nbval's own, but asks the kernel a harmless question every few seconds: on a busy machine a kernel now and
    then does not notice a request until the next one comes (see poppybook.build.execute), and nbval would wait for
    half an hour."""
    deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
    while True:
        patience = min(NUDGE_EVERY, deadline - time.monotonic())
        try:
            return _get_message(self, stream, timeout=max(patience, 0))
        except queue.Empty:
            if time.monotonic() >= deadline:
                raise
            self.kc.kernel_info()


RunningKernel.get_message = _get_message_and_nudge
