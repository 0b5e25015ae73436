"""The desk: the team's folder in a browser. It asks and shows; every rule stays in the rooms below.

app        what answers a browser, and who is let in (doors)
shelf      the briefs of the folder, each with its state
editing    one brief as a tree that is changed, and written so that only changed lines differ
form       what is shown of it: fields drawn from the models
drafts     what is kept while somebody writes
preview    the picture and the words of one audience, from what stands in the draft
making     an edition made in a process of its own
"""
