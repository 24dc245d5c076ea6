"""What every feature shares: parameters, problems, probes, base schemas, metrics, citations."""
