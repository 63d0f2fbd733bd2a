"""Work away from the window, in child processes: reading, fits, batches, saving. No Qt."""

from naglass_gui.jobs.errors import JobError
from naglass_gui.jobs.job import Job
from naglass_gui.jobs.pool import Jobs, cores

__all__ = ["Job", "JobError", "Jobs", "cores"]
