"""Measuring: evaluation on known answers, the gate, feedback."""
