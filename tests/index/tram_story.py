"""A small story to be read."""

from index.reader import Passage

__all__ = ["STORY"]

STORY = [
    Passage("Mayor Ruth Hale opened the new tram line in Eastport on Monday."),
    Passage("The line cost 41 million dollars and took four years to build."),
    Passage("“We built it for the night workers,” Hale told reporters at the depot."),
    Passage("Tom Brandt, who leads the drivers’ union, called the timetable a mess."),
    Passage("He said that three drivers had already resigned over it."),
    Passage("A spokeswoman for the transit agency declined to comment."),
]
