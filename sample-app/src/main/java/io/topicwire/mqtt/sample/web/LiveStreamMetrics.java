package io.topicwire.mqtt.sample.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

/**
 * Measures how many browsers show the page.
 */
@Component
class LiveStreamMetrics implements MeterBinder {

	private final LiveStream liveStream;

	LiveStreamMetrics(LiveStream liveStream) {
		this.liveStream = liveStream;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("sample.viewers", this.liveStream, LiveStream::viewers)
			.description("How many browsers show the page")
			.register(registry);
	}

}
