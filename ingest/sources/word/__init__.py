"""Word files: what their package, styles, numbering, tables and text say."""
