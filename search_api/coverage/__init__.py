"""Coverage: which topics the plans speak of, and where nothing was found."""
