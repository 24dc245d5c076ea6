"""PlanSearch for AI agents: the tools of an MCP server, on stdin and stdout or over HTTP."""
