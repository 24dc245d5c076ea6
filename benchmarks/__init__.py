"""Benchmarks: ranking, ablations, speed and memory, each with its command."""
