package io.topicwire.mqtt.soak;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttOutboxFullException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;

/**
 * Publishes numbered messages, of QoS 1 and 2 in turn, and writes down before each that
 * it is about to, and after each that the client has accepted it.
 */
public final class PublisherProcess {

	static final String INTENT = "intent";

	static final String DONE = "done";

	static final String STOPPED = "stopped";

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

	private volatile boolean stopped;

	private PublisherProcess() {
	}

	/**
	 * Run until told to finish.
	 * @param arguments name, port, protocol version and folder
	 */
	public static void main(String[] arguments) {
		new PublisherProcess().run(new ChildContext(arguments));
		System.exit(0);
	}

	private void run(ChildContext context) {
		int next = next(context);
		try (Journal journal = new Journal(context.messages())) {
			MqttClient client = context.client().build();
			client.connectAsync();
			Thread thread = new Thread(() -> publish(context, client, journal, next), "publisher");
			thread.start();
			context.awaitFinish(() -> this.stopped = true);
			join(thread);
			context.finish(client);
		}
	}

	// A number that was about to be used might have been
	private static int next(ChildContext context) {
		AtomicInteger last = new AtomicInteger();
		Journal.read(context.messages(), (line) -> last.set(Integer.parseInt(line.split(" ")[1])));
		return last.get() + 1;
	}

	private void publish(ChildContext context, MqttClient client, Journal journal, int first) {
		long time = System.nanoTime();
		for (int i = first; !this.stopped; i++) {
			journal.append(INTENT + " " + i);
			MqttMessage message = message(context.name(), i);
			while (!accept(client, message)) {
				LockSupport.parkNanos(PAUSE);
			}
			journal.append(DONE + " " + i);
			time = Math.max(time + PAUSE, System.nanoTime() - 10 * PAUSE);
			LockSupport.parkNanos(time - System.nanoTime());
		}
		context.event(STOPPED);
	}

	private static MqttMessage message(String name, int number) {
		int qos = (number % 2 == 0) ? 2 : 1;
		return MqttMessage.of("soak/" + name, name + "/" + number + "/" + qos).qos(QoS.of(qos));
	}

	private static boolean accept(MqttClient client, MqttMessage message) {
		try {
			client.enqueue(message);
			return true;
		}
		catch (MqttOutboxFullException ex) {
			return false;
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
