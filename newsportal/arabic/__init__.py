"""Arabic text, free of models and of Django.

One module for each rule the language asks of a news site: ``folding`` brings every spelling of a
word to one form for matching, ``stemming`` unites the forms of a word for search, ``counting``
inflects counted nouns and relative time, ``dates`` writes dates as Moroccan and other Arab
newspapers do, ``slugs`` makes readable addresses.
"""
