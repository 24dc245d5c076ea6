"""Duties: actor, action, object, partners and deadlines of provisions, as spans."""
