"""Programmes as diagrams: Mermaid text and SVG, drawn from the machines that decide."""
