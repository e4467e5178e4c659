package io.topicwire.mqtt.spring.config;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the virtual machine running although all threads of a client are daemons, so that
 * an application that does nothing but listen does not end at once.
 */
class KeepAlive {

	private @Nullable CountDownLatch end;

	synchronized void start() {
		if (this.end != null) {
			return;
		}
		CountDownLatch end = new CountDownLatch(1);
		this.end = end;
		Thread thread = new Thread(() -> awaitQuietly(end), "mqtt-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	synchronized void stop() {
		if (this.end != null) {
			this.end.countDown();
			this.end = null;
		}
	}

	private static void awaitQuietly(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
