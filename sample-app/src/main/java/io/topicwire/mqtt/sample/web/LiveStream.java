package io.topicwire.mqtt.sample.web;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.topicwire.mqtt.ConnectResult;
import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.sample.monitor.Machines;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Keeps all browsers that show the page up to date. Thread-safe.
 */
@Component
class LiveStream implements DisposableBean {

	/**
	 * How many browsers there may be, as each may need a thread.
	 */
	static final int MAX_VIEWERS = 100;

	private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

	private final ExecutorService executor = Executors.newCachedThreadPool(threadFactory());

	private final Machines machines;

	private final MqttClient client;

	private final Clock clock;

	private volatile boolean closed;

	LiveStream(Machines machines, MqttClient client, Clock clock) {
		this.machines = machines;
		this.client = client;
		this.clock = clock;
		machines.observe((id) -> this.viewers.forEach((viewer) -> viewer.machineChanged(id)));
		client.addListener(new StatusListener());
	}

	private static CustomizableThreadFactory threadFactory() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("live-stream-");
		threadFactory.setDaemon(true);
		return threadFactory;
	}

	SseEmitter open() {
		if (this.closed || this.viewers.size() >= MAX_VIEWERS) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "No more viewers are served");
		}
		return open(new SseEmitter(0L));
	}

	SseEmitter open(SseEmitter emitter) {
		Viewer viewer = new Viewer(emitter, this.machines, this::status, this.executor, this.viewers::remove);
		this.viewers.add(viewer);
		viewer.start();
		if (this.closed) {
			viewer.close();
		}
		return emitter;
	}

	private BrokerStatus status() {
		return BrokerStatus.of(this.client, this.clock.instant());
	}

	int viewers() {
		return this.viewers.size();
	}

	// Also when nothing has changed: so the page sees that the stream is alive, and a
	// browser that went away is noticed
	@Scheduled(fixedRate = 2_000)
	void sendStatus() {
		this.viewers.forEach(Viewer::statusChanged);
	}

	// Not later, because the web server waits for open requests when it stops
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
		this.viewers.forEach(Viewer::close);
		this.viewers.clear();
	}

	@Override
	public void destroy() {
		this.executor.shutdown();
	}

	private final class StatusListener implements MqttClientListener {

		@Override
		public void connected(ConnectResult result) {
			sendStatus();
		}

		@Override
		public void disconnected(@Nullable MqttException failure) {
			sendStatus();
		}

		@Override
		public void pinged(Duration latency) {
			sendStatus();
		}

	}

}
