"""What a page weighs on the wire: bytes as sent, headers included, and how many requests, the icon of the tab too."""

from dataclasses import dataclass, field

QUIET_MS = 400


@dataclass
class Weight:
    """Counts everything that a window fetches while it is open."""

    page: object
    sizes: dict = field(default_factory=dict)

    def __post_init__(self):
        wire = self.page.context.new_cdp_session(self.page)
        wire.on("Network.requestWillBeSent", self._begin)
        wire.on("Network.requestServedFromCache", self._forget)
        wire.on(
            "Network.responseReceived", lambda event: event["response"].get("fromDiskCache") and self._forget(event)
        )
        wire.on("Network.loadingFinished", self._end)
        wire.send("Network.enable")

    def _begin(self, event):
        number = event["requestId"]
        if before := event.get("redirectResponse"):
            self.sizes[f"{number} before {event['request']['url']}"] = before["encodedDataLength"]
        if not event["request"]["url"].startswith("data:"):
            self.sizes[number] = 0

    def _forget(self, event):
        """The browser had it already."""
        self.sizes.pop(event["requestId"], None)

    def _end(self, event):
        if event["requestId"] in self.sizes:
            self.sizes[event["requestId"]] = event["encodedDataLength"]

    def of(self, visit):
        """(kilobytes, requests) of what `visit()` fetches."""
        self.sizes.clear()
        visit()
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_timeout(QUIET_MS)
        return sum(self.sizes.values()) / 1000, len(self.sizes)
