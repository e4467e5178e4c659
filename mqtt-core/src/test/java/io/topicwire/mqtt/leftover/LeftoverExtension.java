package io.topicwire.mqtt.leftover;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Lets a test fail that leaves something behind: a live thread of a client, an error in
 * the log that is none of its {@linkplain ExpectedErrors expected errors}, or a future of
 * a {@linkplain TrackedClient client} that is not completed. Whatever was there before is
 * not its fault.
 */
public final class LeftoverExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

	/**
	 * For how many seconds something may come to its end after the test.
	 */
	static final String PATIENCE = "leftover.patience";

	private static final Namespace NAMESPACE = Namespace.create(LeftoverExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		begin(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		begin(context);
	}

	private void begin(ExtensionContext context) {
		ErrorLog.attached();
		context.getStore(NAMESPACE).put(LiveThreads.class, LiveThreads.now());
	}

	@Override
	public void afterEach(ExtensionContext context) throws InterruptedException {
		boolean shared = context.getTestClass().filter((type) -> hasSharedClients(type)).isPresent();
		require(shared ? List.of() : leftovers(context), unexpectedErrors(context));
	}

	private static boolean hasSharedClients(Class<?> type) {
		return AnnotationSupport.isAnnotated(type, SharedClients.class);
	}

	@Override
	public void afterAll(ExtensionContext context) throws InterruptedException {
		require(leftovers(context), unexpectedErrors(context));
	}

	private static List<String> leftovers(ExtensionContext context) throws InterruptedException {
		LiveThreads before = context.getStore(NAMESPACE).get(LiveThreads.class, LiveThreads.class);
		int patience = context.getConfigurationParameter(PATIENCE, Integer::valueOf).orElse(10);
		List<Thread> threads = before.awaitNoOthers(patience, TimeUnit.SECONDS);
		List<String> operations = TrackedFutures.awaitCompletion(patience, TimeUnit.SECONDS);
		return Stream
			.concat(threads.stream().map(LeftoverExtension::describe),
					operations.stream().map((operation) -> "Future of " + operation + " is not completed"))
			.toList();
	}

	private static String describe(Thread thread) {
		return "Thread " + thread.getName() + " is alive, at"
				+ Arrays.stream(thread.getStackTrace())
					.map((element) -> "\n\t\t" + element)
					.collect(Collectors.joining());
	}

	private static List<String> unexpectedErrors(ExtensionContext context) {
		List<String> expected = Stream.of(context.getTestMethod(), context.getTestClass())
			.flatMap((element) -> AnnotationSupport.findAnnotation(element, ExpectedErrors.class).stream())
			.flatMap((annotation) -> Stream.of(annotation.value()))
			.toList();
		return ErrorLog.attached()
			.take()
			.stream()
			.filter((error) -> expected.stream().noneMatch((part) -> error.getMessage().contains(part)))
			.map(LeftoverExtension::describe)
			.toList();
	}

	private static String describe(LogRecord error) {
		return "Logged error: " + error.getMessage()
				+ ((error.getThrown() != null) ? " (" + error.getThrown() + ")" : "");
	}

	private static void require(List<String> leftovers, List<String> errors) {
		if (!leftovers.isEmpty() || !errors.isEmpty()) {
			throw new AssertionError(Stream.concat(leftovers.stream(), errors.stream())
				.collect(Collectors.joining("\n\t", "The test left behind:\n\t", "")));
		}
	}

}
