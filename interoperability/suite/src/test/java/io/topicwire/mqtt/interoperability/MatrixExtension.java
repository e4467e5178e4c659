package io.topicwire.mqtt.interoperability;

import java.lang.reflect.Method;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Enters results into the matrix, which is written to {@code target/matrix.md}.
 */
class MatrixExtension implements TestWatcher {

	static final Matrix MATRIX = new Matrix();

	static void write() {
		MATRIX.write(Path.of("target", "matrix.md"));
	}

	@Override
	public void testSuccessful(ExtensionContext context) {
		MATRIX.passed(subject(context), test(context));
	}

	@Override
	public void testFailed(ExtensionContext context, Throwable cause) {
		MATRIX.failed(subject(context), test(context));
	}

	@Override
	public void testAborted(ExtensionContext context, Throwable cause) {
		MATRIX.skipped(subject(context), test(context), String.valueOf(cause.getMessage()));
	}

	private static String subject(ExtensionContext context) {
		return context.getRequiredTestMethod().getDeclaringClass().getSimpleName().replace("Tests", "");
	}

	private static String test(ExtensionContext context) {
		Method method = context.getRequiredTestMethod();
		String words = Matrix.words(method.getName());
		return (method.getParameterCount() > 0) ? words + " (" + context.getDisplayName() + ")" : words;
	}

}
