"""The charts: matplotlib draws values over time, beside one another, against a target, as parts of a whole.

A chart is drawn in four parts (axes, target, data, labels) on one geometry, so that a video can
bring them in one after another and a still shows them together. Every number on a chart is a text
that the script wrote; nothing is formatted here. A chart carries no title: its card says the finding.

Drawing loads matplotlib, and what only says or names something of a chart does without it: import from its file.
"""
