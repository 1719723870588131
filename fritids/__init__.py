"""fritids, the lending desk of a Fritidsbank. Imports nothing, so that `fritids --version` and the first paint stay fast."""

__version__ = "0.1.0"
