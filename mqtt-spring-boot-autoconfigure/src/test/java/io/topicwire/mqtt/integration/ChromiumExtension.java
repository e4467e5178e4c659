package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lends one headless Chromium to all tests, and lets a test fail in whose course the
 * browser reports an error, such as something that the Content-Security-Policy forbids.
 * Where there is no browser the tests are skipped, and the reason is printed.
 */
class ChromiumExtension implements ExecutionCondition, ParameterResolver, BeforeEachCallback,
		AfterTestExecutionCallback, AfterEachCallback {

	private static final Namespace NAMESPACE = Namespace.create(ChromiumExtension.class);

	private static final Path BROWSER = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Path PICTURES = Path.of("target/browser");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER)) {
			return ConditionEvaluationResult.enabled("There is a browser");
		}
		String reason = "%s is skipped: %s and %s are not there; on Debian install the packages chromium and chromium-driver"
			.formatted(context.getDisplayName(), BROWSER, DRIVER);
		if (context.getTestMethod().isEmpty()) {
			System.out.println(reason);
		}
		return ConditionEvaluationResult.disabled(reason);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == ChromeDriver.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return browser(context).driver();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		browser(context).errors();
	}

	@Override
	public void afterTestExecution(ExtensionContext context) throws IOException {
		if (context.getExecutionException().isPresent()) {
			Path picture = PICTURES.resolve(context.getRequiredTestMethod().getName() + ".png");
			Files.createDirectories(PICTURES);
			Files.write(picture, browser(context).driver().getScreenshotAs(OutputType.BYTES));
			System.out.println("What the browser showed when " + context.getDisplayName() + " failed is in "
					+ picture.toAbsolutePath());
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		assertThat(browser(context).errors()).as("errors that the browser reports").isEmpty();
	}

	private static Browser browser(ExtensionContext context) {
		return context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Browser.class, (key) -> new Browser(start()), Browser.class);
	}

	private static ChromeDriver start() {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BROWSER.toString());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
		options.setCapability("goog:loggingPrefs", logging);
		return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
				options);
	}

	private record Browser(ChromeDriver driver) implements AutoCloseable {

		/**
		 * Return the errors since the last call.
		 */
		List<LogEntry> errors() {
			return this.driver.manage()
				.logs()
				.get(LogType.BROWSER)
				.getAll()
				.stream()
				.filter((entry) -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
				.toList();
		}

		@Override
		public void close() {
			this.driver.quit();
		}

	}

}
