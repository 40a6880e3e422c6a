"""Flat illustrations painted in code: a canvas, shared motifs, and groups of scenes.

``articles.demo.pictures`` is the way in; the modules here know nothing of articles.
"""
