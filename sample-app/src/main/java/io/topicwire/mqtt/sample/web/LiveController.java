package io.topicwire.mqtt.sample.web;

import java.util.List;

import io.topicwire.mqtt.sample.monitor.Machine;
import io.topicwire.mqtt.sample.monitor.Machines;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * What the page asks for, and other programs may ask for as well.
 */
@RestController
class LiveController {

	private final Machines machines;

	private final LiveStream liveStream;

	LiveController(Machines machines, LiveStream liveStream) {
		this.machines = machines;
		this.liveStream = liveStream;
	}

	@GetMapping("/api/machines")
	List<Machine> machines() {
		return this.machines.all();
	}

	@GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		return this.liveStream.open();
	}

}
