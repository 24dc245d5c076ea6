"""The JSON of the interface contract, the same on the command line and over HTTP."""
