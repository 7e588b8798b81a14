"""The desk: what happens to a fetched page, step by step, in this order."""

STEPS = {
    "pipelines.strip_chrome.StripChrome": 100,
    "pipelines.normalise_dates.NormaliseDates": 200,
    "pipelines.find_copies.FindCopies": 300,
    "pipelines.match_topics.MatchTopics": 400,
    "pipelines.record.Record": 500,
}
