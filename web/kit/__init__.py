"""What every page shares: language, links, parameters, rendering, forms."""
