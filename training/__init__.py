"""Training of the bundled bilingual model; not needed to run PlanSearch."""
