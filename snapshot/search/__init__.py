"""One search box over services, providers, topics, activities and places.

`index.build` writes the tables when a snapshot is made; `searcher.Searcher` answers.
`danger` and `elsewhere` are protected lists of their own; `counting` is what may be learnt
from what people asked.
"""
