package io.topicwire.mqtt.sample.web;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Serves the stream of events that keeps the page up to date.
 */
@RestController
class LiveController {

	private final LiveStream liveStream;

	LiveController(LiveStream liveStream) {
		this.liveStream = liveStream;
	}

	@GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		return this.liveStream.open();
	}

}
