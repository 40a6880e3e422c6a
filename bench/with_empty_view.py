"""The portal's own settings, with one more address: a view that does nothing, to compare with."""

# All settings, by whatever names there are.
from newsportal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.empty_view"
