"""The infographic: one message on a page, or on several, with the figures that bear it out.

`choose_layout` says what tells a script best, and why; `lay_out` puts it on a page of one size (pure
data: what stands where), `draw_infographic` draws that. `make_infographic` does all three.
"""
