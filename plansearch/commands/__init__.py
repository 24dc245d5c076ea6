"""Commands with a module of their own, and what all commands share."""
