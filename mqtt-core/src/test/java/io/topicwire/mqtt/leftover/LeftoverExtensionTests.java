package io.topicwire.mqtt.leftover;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ReconnectPolicy;
import io.topicwire.mqtt.client.MqttClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeftoverExtension}. They run the tests of the classes below, to which
 * it is applied without that they say so, as to all tests of this module.
 */
class LeftoverExtensionTests {

	private static final Logger logger = System.getLogger("io.topicwire.mqtt.client.MqttClient");

	private static CountDownLatch released = new CountDownLatch(1);

	private static @Nullable MqttClient forgotten;

	private static boolean running;

	@AfterEach
	void release() {
		released.countDown();
		released = new CountDownLatch(1);
		if (forgotten != null) {
			forgotten.close();
			forgotten = null;
		}
	}

	@Test
	void testThatLeavesNothingPasses() {
		assertThat(failuresOf(Tidy.class, 0)).isEmpty();
	}

	@Test
	void testThatLeavesAThreadFails() {
		assertThat(failuresOf(LeakedThread.class, 0)).singleElement()
			.asString()
			.contains("Thread mqtt-leaked is alive, at")
			.contains("LeftoverExtensionTests");
	}

	@Test
	void testThatDoesNotCloseItsClientFails() {
		assertThat(failuresOf(ForgottenClient.class, 0)).singleElement()
			.asString()
			.contains("Thread mqtt-timer is alive")
			.contains("Future of connectAsync[] is not completed")
			.contains("Future of publishAsync[MqttMessage[topic=a");
	}

	@Test
	void clientThatIsClosedLeavesNothing() {
		assertThat(failuresOf(ClosedClient.class, 0)).isEmpty();
	}

	@Test
	void threadThatEndsSoonAfterTheTestIsNoLeak() {
		assertThat(failuresOf(ThreadThatEnds.class, 10)).isEmpty();
	}

	@Test
	void threadThatWasThereBeforeIsNoLeak() {
		start("mqtt-earlier", released);
		assertThat(failuresOf(Tidy.class, 0)).isEmpty();
	}

	@Test
	void testThatLogsAnErrorFails() {
		assertThat(failuresOf(LoggedError.class, 0)).singleElement()
			.asString()
			.contains("Logged error: disk is on fire (java.lang.IllegalStateException: hot)");
	}

	@Test
	void errorThatIsExpectedIsNoFailure() {
		assertThat(failuresOf(ExpectedError.class, 0)).isEmpty();
	}

	@Test
	void errorBesideTheExpectedOneIsAFailure() {
		assertThat(failuresOf(AnotherError.class, 0)).singleElement()
			.asString()
			.contains("Logged error: disk is full")
			.doesNotContain("on fire");
	}

	@Test
	void sharedClientMayOutliveATestButNotTheClass() {
		TestExecutionSummary summary = run(Shared.class, 0);
		assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
		assertThat(summary.getFailures()).singleElement().satisfies((failure) -> {
			assertThat(failure.getTestIdentifier().isContainer()).isTrue();
			assertThat(failure.getException()).hasMessageContaining("Thread mqtt-shared is alive");
		});
	}

	private static List<Throwable> failuresOf(Class<?> testClass, int patience) {
		return run(testClass, patience).getFailures().stream().map(TestExecutionSummary.Failure::getException).toList();
	}

	private static TestExecutionSummary run(Class<?> testClass, int patience) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameter(LeftoverExtension.PATIENCE, Integer.toString(patience))
			.build();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		running = true;
		try {
			LauncherFactory.create().execute(request, listener);
		}
		finally {
			running = false;
		}
		assertThat(listener.getSummary().getTestsFoundCount()).isPositive();
		return listener.getSummary();
	}

	static boolean isRunning() {
		return running;
	}

	private static void start(String name, CountDownLatch latch) {
		CountDownLatch begun = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			begun.countDown();
			await(latch);
		}, name);
		thread.setDaemon(true);
		thread.start();
		await(begun);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static MqttClient useClient() {
		MqttClient client = TrackedClient.of(MqttClient.builder("mqtt://localhost:1")
			.clientId("forgotten")
			.reconnect(ReconnectPolicy.DEFAULT.firstConnect(true))
			.build());
		client.connectAsync();
		client.publishAsync(MqttMessage.of("a", "x"));
		return client;
	}

	/**
	 * A class with tests that are only to be run by those above.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@EnabledIf("io.topicwire.mqtt.leftover.LeftoverExtensionTests#isRunning")
	private @interface Sample {

	}

	@Sample
	static class Tidy {

		@Test
		void test() {
			logger.log(Level.INFO, "No error");
		}

	}

	@Sample
	static class LeakedThread {

		@Test
		void test() {
			start("mqtt-leaked", released);
		}

	}

	@Sample
	static class ForgottenClient {

		@Test
		void test() {
			forgotten = useClient();
		}

	}

	@Sample
	static class ClosedClient {

		@Test
		void test() {
			useClient().close();
		}

	}

	@Sample
	static class ThreadThatEnds {

		@Test
		void test() {
			CountDownLatch latch = new CountDownLatch(1);
			start("mqtt-ending", latch);
			latch.countDown();
		}

	}

	@Sample
	static class LoggedError {

		@Test
		void test() {
			logger.log(Level.ERROR, "disk is on fire", new IllegalStateException("hot"));
		}

	}

	@Sample
	@ExpectedErrors("on fire")
	static class ExpectedError {

		@Test
		void test() {
			logger.log(Level.ERROR, "disk is on fire");
		}

	}

	@Sample
	static class AnotherError {

		@Test
		@ExpectedErrors("on fire")
		void test() {
			logger.log(Level.ERROR, "disk is on fire");
			logger.log(Level.ERROR, "disk is full");
		}

	}

	@Sample
	@SharedClients
	static class Shared {

		@Test
		void first() {
			start("mqtt-shared", released);
		}

		@Test
		void second() {
		}

	}

}
